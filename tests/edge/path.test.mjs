// Which paths are in normal form, as they are before any runtime has tidied them up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentsOf } from "../../examples/edge-worker/src/path.mjs";

const GOOD = [
  ["/", []],
  ["/projects/7/rfis", ["projects", "7", "rfis"]],
  ["/a%20b/joe@example.com", ["a b", "joe@example.com"]],
  ["/%C3%A4", ["ä"]],
  ["/a.b/..a/...", ["a.b", "..a", "..."]],
  ["/a?b=../..//c#%00", ["a"]],
];

for (const [path, segments] of GOOD)
  test(`good: ${path}`, () => assert.deepEqual(segmentsOf(`http://gate:8787${path}`), segments));

const BAD = {
  "an encoded slash": ["/a%2Fb", "/a%2fb", "/%2F"],
  "a backslash": ["/a\\b", "\\a", "/a%5Cb", "/a%5cb"],
  "dots": ["/a/../b", "/..", "/a/./b", "/.", "/a/%2e%2e/b", "/a/%2E./b", "/%2e/b", "/a/.%2e"],
  "an empty segment": ["//a", "/a//b", "/a/", "//"],
  "a control character": ["/a%00", "/%0Ab", "/a%1f", "/a%7F", "/a\u0000b", "/a\tb", "/a\nb"],
  "an escape in an escape": ["/a%252Fb", "/%25", "/a%2500"],
  "an escape that is none": ["/a%", "/a%2", "/a%zz", "/a%u0041"],
  "an escape that is no text": ["/%FF", "/%C3", "/%C0%AF", "/%ED%A0%80"],
  "parameters": ["/a;b", "/a;jsessionid=1/b"],
  "what has to be escaped": ["/a b", "/ä", "/a|b", "/{a}", "/<a>", '/"'],
  "no path": [""],
};

for (const [what, paths] of Object.entries(BAD))
  test(`bad: ${what}`, () => {
    for (const path of paths) assert.equal(segmentsOf(`http://gate:8787${path}`), undefined, JSON.stringify(path));
  });
