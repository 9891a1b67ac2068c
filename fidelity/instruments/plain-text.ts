const ENTITIES = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: " ",
  }),
);

/**
 * The words of a label without its HTML.
 *
 * @param text a label of another tool
 * @returns the text without tags, with the five XML entities, `&nbsp;` and numbered ones resolved and white space
 *   made single; the same text when it has none of them. A `<` that begins no tag stays.
 *
 * Source: HTML Living Standard, 13.1.2 (a tag begins with `<` or `</` and a letter) and 13.1.4 (character references).
 */
export function plainText(text: string): string {
  return text
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h\d)>/gi, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
      if (name) return ENTITIES.get(name.toLowerCase()) ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      const isCharacter = code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    })
    .replace(/\s+/g, " ")
    .trim();
}
