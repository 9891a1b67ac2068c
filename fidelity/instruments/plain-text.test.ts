import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["nothing of it", "Sets an agenda", "Sets an agenda"],
  ["white space around and within", " \n Sets \t\n an  agenda ", "Sets an agenda"],
  ["tags", "Is it <b>there</b>, <SPAN class='x'>now</SPAN>?", "Is it there, now?"],
  ["a tag within a word", "re<i>flec</i>tion", "reflection"],
  ["a tag that never ends", "a <b c", "a <b c"],
  ["a tag within a tag that never ends", "a <b <i>c", "a <b c"],
  ["signs that begin no tag", "1 < 2 and 3 > 2, <3, </3>", "1 < 2 and 3 > 2, <3, </3>"],
])("a label with %s", (_, label, words) => {
  expect(plainText(label)).toBe(words);
});

test.each(["<br>", "<br/>", "<br />", "<BR >", "<br  />", "</p>", "</div>", "</li>", "</h1>", "</H6>"])(
  "what %s parts is two words",
  (tag) => {
    expect(plainText(`one${tag}two`)).toBe("one two");
  },
);

test.each(["<brand>", "</b>", "<p>", "<hr>", "</pre>", "</h>", "</hx>", "</dividend>"])(
  "what %s stands in is one word",
  (tag) => {
    expect(plainText(`one${tag}two`)).toBe("onetwo");
  },
);

test.each([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&nbsp;", " "],
  ["&AMP;", "&"],
  ["&#65;", "A"],
  ["&#8217;", "’"],
  ["&#32;", " "],
  ["&#33;", "!"],
  ["&#x41;", "A"],
  ["&#XE9;", "é"],
  ["&#xe9;", "é"],
  ["&#0000065;", "A"],
  ["&#x000041;", "A"],
  ["&#xD7FF;", "\uD7FF"],
  ["&#xE000;", "\uE000"],
  ["&#x10FFFF;", "\u{10FFFF}"],
  ["&#1114111;", "\u{10FFFF}"],
  ["&amp;lt;", "&lt;"],
])("%s is %j", (reference, character) => {
  expect(plainText(`x${reference}y`)).toBe(`x${character}y`);
});

test.each([
  "&copy;",
  "&constructor;",
  "&amp",
  "& amp;",
  "&#31;",
  "&#xD800;",
  "&#xDFFF;",
  "&#0;",
  "&#x1f;",
  "&#1114112;",
  "&#x110000;",
  "&#00000065;",
  "&#x0000041;",
  "&#;",
  "&#x;",
  "&#abc;",
  "&#xgg;",
  "&#6a;",
  "&a1;",
])("%s is no character and stays", (text) => {
  expect(plainText(`x${text}y`)).toBe(`x${text}y`);
});

test("a tag that is written with references stays words", () => {
  expect(plainText("write &lt;b&gt; for bold")).toBe("write <b> for bold");
});
