import { unstable_parseMultipartFormData as parseMultipart } from "@remix-run/node";
import { Problem } from "#app/errors/problem.ts";

/**
 * Reads a form with a file piece by piece, so that no file is ever whole in memory. `receive` gets the file of `field`
 * as it comes in; other files are read past. Fields stand before the file in our forms.
 */
export async function readFormWithFile<T>(
  request: Request,
  field: string,
  receive: (file: { name: string; type: string; pieces: AsyncIterable<Uint8Array> }) => Promise<T>,
): Promise<{ fields: Record<string, string>; file: T | null }> {
  const fields: Record<string, string> = {};
  let received: T | null = null;
  await parseMultipart(request, async ({ name, filename, contentType, data }) => {
    if (filename === undefined) {
      fields[name] = await textOf(data);
      return null;
    }
    if (name === field && filename !== "" && received === null)
      received = await receive({ name: filename, type: contentType, pieces: data });
    for await (const _ of data);
    return null;
  }).catch((error: Error) => {
    if (error.message.startsWith("malformed") || error instanceof TypeError)
      throw new Problem(
        "bad-input",
        {},
        "The form could not be read. Does the name of the file hold a semicolon?",
      );
    throw error;
  });
  return { fields, file: received };
}

const MOST_TEXT = 10_000;

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of pieces)
    if (text.length < MOST_TEXT) text += decoder.decode(piece, { stream: true });
  return text;
}
