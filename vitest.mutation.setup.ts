import fc from "fast-check";

// Whether a change is noticed is all that counts here: the smallest example of it is not looked for.
fc.configureGlobal({ endOnFailure: true });
