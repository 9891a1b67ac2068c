import type { ComponentPropsWithoutRef } from "react";
import { controlStyle, Field, type FieldText } from "#app/components/field.tsx";

export interface FileFieldProps
  extends FieldText,
    Omit<ComponentPropsWithoutRef<"input">, "name" | "id" | "className" | "required" | "children" | "type"> {
  name: string;
  id?: string;
}

export function FileField({
  name,
  id = name,
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  className,
  ...input
}: FileFieldProps) {
  return (
    <Field {...{ id, label, hint, error, required, optional, hideLabel, className }}>
      {(aria) => (
        <input
          {...input}
          {...aria}
          type="file"
          name={name}
          className={`${controlStyle} cursor-pointer file:mr-3 file:cursor-pointer file:rounded-control file:border-0 file:bg-accent-soft file:px-3 file:py-1.5 file:font-semibold file:text-accent`}
        />
      )}
    </Field>
  );
}
