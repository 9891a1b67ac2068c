/** The eighteen columns of a REDCap data dictionary: their name in the API, and their header in the file of the designer. */
export const REDCAP_COLUMNS = [
  ["field_name", "Variable / Field Name"],
  ["form_name", "Form Name"],
  ["section_header", "Section Header"],
  ["field_type", "Field Type"],
  ["field_label", "Field Label"],
  ["select_choices_or_calculations", "Choices, Calculations, OR Slider Labels"],
  ["field_note", "Field Note"],
  ["text_validation_type_or_show_slider_number", "Text Validation Type OR Show Slider Number"],
  ["text_validation_min", "Text Validation Min"],
  ["text_validation_max", "Text Validation Max"],
  ["identifier", "Identifier?"],
  ["branching_logic", "Branching Logic (Show field only if...)"],
  ["required_field", "Required Field?"],
  ["custom_alignment", "Custom Alignment"],
  ["question_number", "Question Number (surveys only)"],
  ["matrix_group_name", "Matrix Group Name"],
  ["matrix_ranking", "Matrix Ranking?"],
  ["field_annotation", "Field Annotation"],
] as const;

export type RedcapColumn = (typeof REDCAP_COLUMNS)[number][0];

/** The action tag that carries what REDCap has no place for, followed by JSON to the end of the annotation. */
export const OWN_TAG = "@THROUGHLINE=";
/** Name of the field that carries the instrument itself, and shows its instructions. */
export const ABOUT = "throughline_about";
/** A spreadsheet runs a cell that begins like this as a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Puts an apostrophe before what a spreadsheet would run; `unguarded` takes it off. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** `0, No | 1, Yes` as choices; what has no code keeps an empty name. */
export function readChoices(text: string): { name: string; label: string }[] {
  return text
    .split("|")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const comma = part.indexOf(",");
      if (comma < 0) return { name: "", label: part };
      return { name: part.slice(0, comma).trim(), label: part.slice(comma + 1).trim() };
    });
}

export function writeChoices(choices: readonly { name: string; label: string }[]): string {
  return choices.map(({ name, label }) => `${name}, ${label.replace(/\s*\|\s*/g, " / ")}`).join(" | ");
}
