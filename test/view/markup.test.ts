import { expect, test } from 'vitest';
import { jsonElement, markup, tableMarkup } from '../../src/view/markup.js';

test('escapes text and numbers, keeps markup', () => {
  const name = `<img src=x onerror="alert('1')">&`;
  expect(markup`<p title="${name}">${name}${1}${[markup`<b>a</b>`, markup`b`]}</p>`.html).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;1<b>a</b>b</p>',
  );
});

test('data cannot end its element and reads back', () => {
  const value = { name: '</script><script>alert(1)</script><!--', list: [1] };
  const { html } = jsonElement('data', value);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html).not.toContain('<!--');
  expect(JSON.parse(html.replace(/^<[^>]*>|<\/script>$/g, ''))).toEqual(value);
});

test('a table has a caption and headers', () => {
  const { html } = tableMarkup('cap<tion>', ['a', 'b'], [['r', markup`<i>1</i>`], []]);
  expect(html).toContain('<caption>cap&lt;tion&gt;</caption>');
  expect(html).toContain('<th scope="col">a</th><th scope="col">b</th>');
  expect(html).toContain('<tr><th scope="row">r</th><td><i>1</i></td></tr>');
});
