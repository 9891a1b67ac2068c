import { z } from "zod";
import { pageNumber } from "#app/http/pagination.ts";
import { uuid } from "#app/http/parse.server.ts";

export const inboxSearch = z.object({ page: pageNumber });
export const inboxForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("read"), id: uuid }),
  z.object({ intent: z.literal("read-all") }),
]);
