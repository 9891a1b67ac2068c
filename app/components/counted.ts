const NUMBER = new Intl.NumberFormat("en-US");

/** A count with its noun: “1 row”, “2,400 rows”. */
export function counted(count: number | undefined, noun: string): string {
  return `${number(count)} ${count === 1 ? noun : `${noun}s`}`;
}

export function number(count: number | undefined): string {
  return NUMBER.format(count ?? 0);
}
