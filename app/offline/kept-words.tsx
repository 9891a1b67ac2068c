import { useNavigation, useRouteLoaderData } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { fieldsOf, isSameWords, putBack, WORDS_FORGOTTEN } from "./form-words.ts";
import type { KeptFields } from "./word-store.client.ts";

const SAVE_DELAY_MS = 400;
const SIGN_IN = "/sign-in";
const loadStore = () => import("./word-store.client.ts");

/**
 * Stands inside a form, or inside an element with `data-keeps-words` around several: keeps what is typed there on this
 * device until the server has stored it, and puts it back into the fields after a reload.
 * @param name which form it is; the same one after a reload
 * @param restores not when the server has just handed back what was typed
 */
export function KeptWords({ name, restores = true }: { name: string; restores?: boolean }) {
  const accountId = useRouteLoaderData<{ accountId: string }>("routes/_app")?.accountId;
  const place = useRef<HTMLDivElement>(null);
  const keeper = useRef<Keeper>();
  const [isBack, setIsBack] = useState(false);
  const restoresAtFirst = useRef(restores);

  useEffect(() => {
    const form = place.current?.closest<HTMLElement>("[data-keeps-words], form");
    if (!form || !accountId) return;
    const own = new Keeper(form, accountId, name);
    keeper.current = own;
    if (restoresAtFirst.current) own.restore().then(setIsBack, () => {});
    return () => own.end();
  }, [accountId, name]);

  useStored(() => {
    keeper.current?.stored();
    setIsBack(false);
  }, keeper);

  return (
    <div ref={place} role="status" className={isBack ? undefined : "hidden"}>
      {isBack ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-info-soft px-3 py-1">
          Your unsaved words are back
          <Button
            type="button"
            variant="secondary"
            size="small"
            onClick={() => {
              keeper.current?.discard();
              setIsBack(false);
            }}
          >
            Discard
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** Calls back when the server has answered a post of this form by leading on, and not to the sign-in. */
function useStored(onStored: () => void, keeper: { current: Keeper | undefined }): void {
  const { state, location } = useNavigation();
  const posted = useRef<string>();
  const call = useRef(onStored);
  call.current = onStored;
  useEffect(() => {
    if (state === "submitting" && keeper.current?.isPosted) posted.current = location.key;
    else if (state === "loading" && posted.current && location.key !== posted.current) {
      posted.current = undefined;
      if (location.pathname !== SIGN_IN) call.current();
    } else if (state === "idle") {
      posted.current = undefined;
      if (keeper.current) keeper.current.isPosted = false;
    }
  }, [state, location, keeper]);
}

/** The words of one form while it is on the screen. */
class Keeper {
  /** It was posted, and the answer is not there yet. */
  isPosted = false;
  private empty: KeptFields;
  private isDirty = false;
  private timer: number | undefined;
  private readonly form: HTMLElement;
  private readonly accountId: string;
  private readonly key: string;

  constructor(form: HTMLElement, accountId: string, key: string) {
    this.form = form;
    this.accountId = accountId;
    this.key = key;
    this.empty = fieldsOf(form);
    form.addEventListener("input", this.changed);
    form.addEventListener("focusout", this.save);
    form.addEventListener("submit", this.posting);
    window.addEventListener("pagehide", this.save);
    window.addEventListener(WORDS_FORGOTTEN, this.letGo);
    document.addEventListener("visibilitychange", this.save);
  }

  end(): void {
    this.save();
    this.form.removeEventListener("input", this.changed);
    this.form.removeEventListener("focusout", this.save);
    this.form.removeEventListener("submit", this.posting);
    window.removeEventListener("pagehide", this.save);
    window.removeEventListener(WORDS_FORGOTTEN, this.letGo);
    document.removeEventListener("visibilitychange", this.save);
  }

  /** @returns whether there were words, and they are in the fields again */
  async restore(): Promise<boolean> {
    const kept = await (await loadStore()).findWords(this.accountId, this.key);
    // What was typed while the device was asked is newer than what it kept.
    if (!kept || this.isDirty || isSameWords(kept, this.empty)) return false;
    putBack(this.form, kept);
    this.isDirty = false;
    return true;
  }

  discard(): void {
    putBack(this.form, this.empty);
    this.forget();
  }

  stored(): void {
    this.empty = fieldsOf(this.form);
    this.forget();
  }

  private forget(): void {
    this.letGo();
    loadStore()
      .then(({ removeWords }) => removeWords(this.accountId, this.key))
      .catch(() => {});
  }

  private changed = () => {
    this.isDirty = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.save, SAVE_DELAY_MS);
  };

  private posting = () => {
    this.isPosted = true;
    this.save();
  };

  private letGo = () => {
    window.clearTimeout(this.timer);
    this.isDirty = false;
    this.isPosted = false;
  };

  private save = () => {
    window.clearTimeout(this.timer);
    if (!this.isDirty) return;
    this.isDirty = false;
    const fields = fieldsOf(this.form);
    const isEmpty = isSameWords(fields, this.empty);
    // A browser that keeps nothing (private window, full disk): the form still works.
    loadStore()
      .then(({ putWords, removeWords }) =>
        isEmpty ? removeWords(this.accountId, this.key) : putWords(this.accountId, this.key, fields),
      )
      .catch(() => {});
  };
}
