import { TextField, type TextFieldProps } from "#app/components/text-field.tsx";

export interface DateFieldProps
  extends Omit<TextFieldProps, "type" | "defaultValue" | "value" | "min" | "max"> {
  /** Calendar days as YYYY-MM-DD. */
  defaultValue?: string;
  value?: string;
  min?: string;
  max?: string;
}

export function DateField(props: DateFieldProps) {
  return <TextField {...props} type="date" controlClass="max-w-56" />;
}
