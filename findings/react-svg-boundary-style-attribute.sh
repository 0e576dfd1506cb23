#!/usr/bin/env bash
# react-dom 19.2.1: a part of an <svg> that comes later in a streamed page is hidden by a style attribute, which no nonce allows.
#
# What a Suspense boundary held back is sent later within a hidden element, from which a script moves it to its place. Outside of <svg> and
# <math> that is `<div hidden>`; within them it is `<svg aria-hidden="true" style="display:none">`. renderToPipeableStream takes a nonce for
# its scripts, but a Content-Security-Policy of nonces alone (`style-src 'nonce-…'`) refuses style attributes, so the browser reports a
# violation, and shows the part for a moment in the wrong place. It needs `style-src-attr 'unsafe-hashes'` with the SHA-256 of
# "display:none". With server components it comes by itself now and then: whether an icon's part is late is a matter of how the stream is cut.
#
# Seen on 19.2.1: "div: hidden; svg: aria-hidden="true" style="display:none""
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts react@19.2.1 react-dom@19.2.1 >/dev/null
cat >story.mjs <<'JS'
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { createElement as h, Suspense, use } from "react";
import { renderToPipeableStream } from "react-dom/server";

async function pageOf(outer, inner) {
  const late = new Promise((resolve) => setTimeout(resolve, 50));
  const Late = () => {
    use(late);
    return h(inner);
  };
  const page = h("html", null, h("body", null, h(outer, null, h(Suspense, { fallback: null }, h(Late)))));
  const out = new PassThrough();
  const { pipe } = renderToPipeableStream(page, { nonce: "n", onShellReady: () => pipe(out) });
  return text(out);
}
const segment = (page) => /<(?:div|svg) ([^>]*?) ?id="S:0">/.exec(page)?.[1] ?? "none";
console.log(`div: ${segment(await pageOf("div", "p"))}; svg: ${segment(await pageOf("svg", "path"))}`);
JS
seen=$(NODE_ENV=production node story.mjs)
echo "$seen"
[[ $seen == 'div: hidden; svg: aria-hidden="true" style="display:none"' ]]
