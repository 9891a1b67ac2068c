import { type RefObject, useEffect, useState } from "react";

export const sectionId = (index: number) => `section-${index}`;

/**
 * Which section of a checklist is on the screen where one is shown at a time, which needs JavaScript. Turning to
 * another one begins at its heading, for the eye and for the focus.
 */
export function useSectionPages(count: number, top: RefObject<HTMLElement>) {
  const [place, setPlace] = useState(0);
  const [isLive, setLive] = useState(false);
  useEffect(() => setLive(true), []);
  const here = Math.min(place, count - 1);

  function goTo(next: number) {
    setPlace(next);
    top.current?.scrollIntoView();
    // The section is shown only once React has drawn it.
    setTimeout(() => document.getElementById(`${sectionId(next)}-title`)?.focus({ preventScroll: true }));
  }
  return { here, isLast: here === count - 1, isLive, goTo };
}
