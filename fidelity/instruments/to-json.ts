import type { InstrumentDefinitionInput } from "./instrument.schema.ts";
import { readDefinition } from "./read-definition.ts";

/**
 * An instrument as our own JSON, every default written out.
 *
 * @param definition a definition that can be published
 * @returns JSON text, indented by two, with a line break at its end
 * @throws TypeError or RangeError as `readDefinition`
 *
 * Source: `instrument.schema.ts` is the format.
 */
export function toJson(definition: InstrumentDefinitionInput): string {
  return `${JSON.stringify(readDefinition(definition), null, 2)}\n`;
}
