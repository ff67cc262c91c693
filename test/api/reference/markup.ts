import assert from 'node:assert/strict'

/** Just enough of HTML to look into a page of our own, which closes what it opens. */

export interface Element {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
}

const withoutEnd = new Set(['meta'])
const tag = /<(?<end>\/?)(?<name>[a-z][a-z0-9]*)(?<attributes>(?: [a-z-]+="[^"<>]*")*)>/g

/** Every element, in order. Fails where one is not closed, or where a `<` is no tag. */
export function elementsOf(page: string): Element[] {
  const open: string[] = []
  const elements: Element[] = []
  const body = page.replace(/^<!doctype html>/, '')
  for (const { groups = {} } of body.matchAll(tag)) {
    const { end, name = '', attributes = '' } = groups
    if (end) assert.equal(open.pop(), name)
    else {
      if (!withoutEnd.has(name)) open.push(name)
      const pairs = [...attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)]
      elements.push({ name, attributes: pairs.map(([, key = '', value = '']) => [key, value]) })
    }
  }
  assert.deepEqual(open, [])
  assert.doesNotMatch(body.replace(tag, ''), /[<]/)
  return elements
}

export const attributesOf = (page: string) => elementsOf(page).flatMap(({ attributes }) => attributes)

/** What is read: without tags, with entities as the characters that they stand for. */
export const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
