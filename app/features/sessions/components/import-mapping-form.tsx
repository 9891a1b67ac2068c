import { Form } from "@remix-run/react";
import { SearchCheck } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { DAY_ORDERS, type ImportPage } from "../import.types.ts";
import {
  CODED,
  type CodedField,
  columnOf,
  IMPORT_COLUMNS,
  type ImportField,
  isCoded,
  isDerived,
} from "../import-columns.ts";
import { DAY_ORDER_LABELS } from "./import-words.ts";

const FIELDS = IMPORT_COLUMNS.map(({ field, label }) => ({ value: field as string, label }));

/** What each column of the file is, how days are written, and what its own words mean. */
export function ImportMappingForm({ page, answer }: { page: ImportPage; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const { mapping } = page;
  const words = wordsOf(page);
  return (
    <Form method="post" noValidate className="grid gap-6">
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      {words.length > 0 ? (
        <FieldGroup
          id="words"
          label="Words that were not recognised"
          hint="Choose what each one means here. Without a choice its rows are refused."
        >
          <div className="grid gap-4 sm:grid-cols-2">
            {words.map(({ field, word, code }, at) => (
              <div key={`${field} ${word}`}>
                <input type="hidden" name={`words[${at}].field`} value={field} />
                <input type="hidden" name={`words[${at}].word`} value={word} />
                <SelectField
                  id={`words.${at}`}
                  name={`words[${at}].code`}
                  label={`“${word}”`}
                  hint={columnOf(field).label}
                  placeholder="Not chosen"
                  options={choicesOf(field)}
                  defaultValue={typedValue(answer, `words[${at}].code`) ?? code}
                />
              </div>
            ))}
          </div>
        </FieldGroup>
      ) : null}
      <SelectField
        name="dayOrder"
        label="How days are written"
        className="max-w-sm"
        options={DAY_ORDERS.map((value) => ({ value, label: DAY_ORDER_LABELS[value] }))}
        defaultValue={typedValue(answer, "dayOrder") ?? mapping.dayOrder}
      />
      <FieldGroup
        id="fields"
        label="Columns of the file"
        hint="What was guessed from their names. A column that is not read stays out."
        error={errors.fields}
      >
        <div className="grid items-end gap-4 sm:grid-cols-2">
          {page.columns.map(({ name, samples }, at) => (
            <SelectField
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file, and names may repeat
              key={at}
              id={`fields.${at}`}
              name={`fields[${at}]`}
              label={<span className="wrap-anywhere">{name}</span>}
              hint={
                <span className="wrap-anywhere">
                  {isDerived(name)
                    ? "Worked out by the product itself"
                    : samples.length > 0
                      ? `Such as ${samples.join(", ")}`
                      : "Empty, or long texts"}
                </span>
              }
              error={errors[`fields.${at}`] ?? errors[`fields[${at}]`]}
              placeholder="Not read"
              options={FIELDS}
              defaultValue={typedValue(answer, `fields[${at}]`) ?? mapping.fields[at] ?? ""}
            />
          ))}
        </div>
      </FieldGroup>
      <div>
        <Button type="submit" icon={SearchCheck}>
          Check the file
        </Button>
        <p className="mt-2 text-sm text-ink-muted">This stores nothing.</p>
      </div>
    </Form>
  );
}

/** The words that were not recognised, and those that were given a meaning before. */
function wordsOf({
  mapping,
  unknownValues,
}: ImportPage): { field: CodedField; word: string; code: string }[] {
  const fields = new Set([...Object.keys(mapping.values), ...Object.keys(unknownValues)] as ImportField[]);
  return [...fields].flatMap((field) => {
    if (!isCoded(field)) return [];
    const chosen = Object.entries(mapping.values[field] ?? {});
    const known = new Set(chosen.map(([word]) => word));
    return [
      ...chosen.map(([word, code]) => ({ field, word, code: code || "-" })),
      ...(unknownValues[field] ?? [])
        .filter((word) => !known.has(word.toLowerCase()))
        .map((word) => ({ field, word, code: "" })),
    ];
  });
}

function choicesOf(field: CodedField) {
  const codes = Object.entries(CODED[field]).map(([value, label]) => ({ value, label }));
  return field === "status" ? codes : [...codes, { value: "-", label: "Leave it out" }];
}
