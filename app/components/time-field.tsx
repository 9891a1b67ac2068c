import { TextField, type TextFieldProps } from "#app/components/text-field.tsx";

export interface TimeFieldProps extends Omit<TextFieldProps, "type" | "defaultValue" | "value"> {
  /** Wall time as HH:MM. */
  defaultValue?: string;
  value?: string;
  /** Named beside the control, such as "Pacific time". */
  zone?: string;
}

export function TimeField({ zone, ...rest }: TimeFieldProps) {
  return <TextField {...rest} type="time" suffix={zone} controlClass="max-w-36" />;
}
