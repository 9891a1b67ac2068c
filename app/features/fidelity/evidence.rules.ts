/** The address of a link to a recording; null for words that name a document, and for what is no safe link. */
export function evidenceLink(evidence: string): string | null {
  const text = evidence.trim();
  if (!/^https:\/\//i.test(text) || /\s/.test(text) || !URL.canParse(text)) return null;
  const { hostname, username, password, href } = new URL(text);
  return username === "" && password === "" && hostname.includes(".") ? href : null;
}

/** What is wrong with evidence; null when it is a link that begins with https://, or words. */
export function evidenceProblem(evidence: string): string | null {
  if (!/^(\s*[a-z][a-z0-9+.-]*:\/\/|\s*www\.|\s*(javascript|data|file):)/i.test(evidence)) return null;
  return evidenceLink(evidence)
    ? null
    : "Use a whole link that begins with https:// and holds no password, or words that name the document.";
}
