import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Button } from "./button";

test("a button that needs a script waits for the page to listen; one that sends a form does not", () => {
  const pressed = () => undefined;
  expect(renderToStaticMarkup(<Button onClick={pressed}>Open</Button>)).toMatch(
    /^<button type="button" disabled="" aria-busy="true"/,
  );
  expect(
    renderToStaticMarkup(
      <Button type="submit" needsPage>
        Ask
      </Button>,
    ),
  ).toMatch(/^<button type="submit" disabled="" aria-busy="true"/);
  expect(renderToStaticMarkup(<Button type="submit">Send</Button>)).toMatch(/^<button type="submit" class=/);
});
