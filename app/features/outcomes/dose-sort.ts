/** How the sites of the program's dose stand unless somebody sorts them: those with most people overdue first. */
export const DOSE_SORT = "-overdue";
