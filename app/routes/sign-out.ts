import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "#app/access/sign-in.server.ts";

export const loader = () => redirect("/");

export function action({ request }: ActionFunctionArgs) {
  return signOut(request);
}
