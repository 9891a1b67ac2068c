import { createContext } from "react";

/** The request's nonce of the Content-Security-Policy; empty in the browser, where it is not needed. */
export const NonceContext = createContext<string>("");
