/** What the body of a refused request says, whatever it is. */
export function refusalOf(body: unknown): { message?: string; requestId?: string } {
  if (typeof body !== "object" || body === null) return {};
  const { code, message, requestId, detail } = body as Record<string, unknown>;
  const needed = (detail as { needed?: string } | undefined)?.needed;
  return {
    ...(typeof message === "string" && {
      message:
        code === "role-missing" && needed
          ? `${message} It needs the role ${needed}. An administrator of your program can give it to you.`
          : message,
    }),
    ...(typeof requestId === "string" && { requestId }),
  };
}
