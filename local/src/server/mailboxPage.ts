import type { MailboxMessage } from "./mailboxMessage";

/** Renders the mailbox as a page: each mail in its own frame, without scripts. */
export function mailboxPage(messages: readonly MailboxMessage[]): string {
  const list = messages.length === 0 ? "<p>No mail yet.</p>" : messages.map(article).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mailbox of the local deployment</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
details { border: 1px solid #ccc; border-radius: 8px; margin: 0.5rem 0; padding: 0.5rem 1rem; }
summary { cursor: pointer; }
small { color: #666; }
iframe { width: 100%; height: 560px; border: 1px solid #eee; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Mailbox</h1>
<p>Mails of this local deployment, newest first. They leave it only through a provider.</p>
${list}
</body>
</html>`;
}

function article({ to, subject, html, text, template = "", receivedAt }: MailboxMessage): string {
  // Its links open beside this page.
  const frame = escape(html.replace(/<head>/i, '<head><base target="_blank">'));
  return `<details>
<summary><strong>${escape(subject)}</strong><br><small>${escape(to)} · ${escape(template)} · <time>${escape(receivedAt)}</time></small></summary>
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${frame}" title="${escape(subject)}"></iframe>
<pre>${escape(text)}</pre>
</details>`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
