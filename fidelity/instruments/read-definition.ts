import { parseInput } from "../parse-input.ts";
import {
  type InstrumentDefinition,
  type InstrumentDefinitionInput,
  instrumentDefinition,
} from "./instrument.schema.ts";
import { validateDefinition } from "./validate-definition.ts";

/**
 * A definition with its defaults filled in.
 *
 * @param definition a definition, published or being tried out
 * @returns the same definition with every field present
 * @throws TypeError when the shape is wrong, RangeError when it contradicts itself; one line per problem
 *
 * Source: see `validateDefinition`.
 */
export function readDefinition(definition: InstrumentDefinitionInput): InstrumentDefinition {
  const parsed = parseInput(instrumentDefinition, definition, "instrument");
  const problems = validateDefinition(parsed);
  if (problems.length === 0) return parsed;
  const lines = problems.map(
    ({ path, found, expected }) => `instrument.${path}: found ${found}, expected ${expected}`,
  );
  throw new RangeError(lines.join("\n"));
}
