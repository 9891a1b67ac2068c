import { TextField, type TextFieldProps } from "#app/components/text-field.tsx";

export interface NumberFieldProps extends Omit<TextFieldProps, "type" | "suffix" | "inputMode"> {
  unit?: string;
  decimals?: boolean;
}

/** A text control with a number pad: what was typed always reaches the server as typed. */
export function NumberField({ unit, decimals = false, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      type="text"
      inputMode={decimals ? "decimal" : "numeric"}
      autoComplete="off"
      suffix={unit}
      controlClass="max-w-28"
    />
  );
}
