/** Text that is already HTML; everything else is escaped when it is put into it. */
export interface Markup {
  readonly html: string;
}

/** What may stand in a `markup` template. */
export type MarkupPart = Markup | string | number | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Template tag: strings and numbers are escaped, for text and for quoted attributes; `Markup` is put in as it is. */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const texts = parts.map(partText);
  return { html: strings.map((string, i) => string + (texts[i] ?? '')).join('') };
}

/** Data for the script of a page: JSON in which `<` is escaped, so that no text can end the element. */
export function jsonElement(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return markup`<script type="application/json" id="${id}">${{ html: json }}</script>`;
}

/** A table whose first column heads the rows, in a box that scrolls sideways where the table is wider than the page. */
export function tableMarkup(
  caption: string,
  header: readonly MarkupPart[],
  rows: readonly (readonly MarkupPart[])[],
): Markup {
  const head = header.map((cell) => markup`<th scope="col">${cell}</th>`);
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell) => markup`<td>${cell}</td>`);
    return markup`<tr><th scope="row">${first}</th>${cells}</tr>\n`;
  });
  return markup`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

/** Escapes what is not markup yet. */
function partText(part: MarkupPart): string {
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
  }
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}
