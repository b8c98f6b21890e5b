import { describe, expect, it } from 'vitest'
import { FAMILIES, pictureOf } from '../index.ts'

const PICTURE_MAX_BYTES = 700

describe('pictureOf', () => {
  it('draws every family differently, and something for what it does not know', () => {
    const unknown = pictureOf('no-such-family')
    const drawn = FAMILIES.map((family) => pictureOf(family.id))
    expect(unknown).toMatch(/^<svg /)
    expect(new Set([...drawn, unknown]).size).toBe(FAMILIES.length + 1)
    expect(pictureOf('__proto__')).toBe(unknown)
  })

  it.each(FAMILIES.map((family) => family.id))('%s is small, closed, and free of ids, scripts, styles, text and references', (id) => {
    const svg = pictureOf(id)
    expect(svg.length).toBeLessThanOrEqual(PICTURE_MAX_BYTES)
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 48 48">.*<\/svg>$/)
    expect(svg).not.toMatch(/undefined|NaN|\sid=|style|href|url\(|on\w+=|<(?!\/?(?:svg|g|path|rect|circle|ellipse)\b)/)
    expect(openTags(svg)).toEqual([])
  })
})

/** Tags left open, by a reading strict enough for what the builders can write. */
function openTags(svg: string): string[] {
  const open: string[] = []
  for (const [, closing, name = '', selfClosing] of svg.matchAll(/<(\/?)(\w+)(?: [\w-]+="[^"<>]*")*(\/?)>/g)) {
    if (closing === '/') open.splice(open.lastIndexOf(name), 1)
    else if (selfClosing !== '/') open.push(name)
  }
  const rest = svg.replace(/<\/?\w+(?: [\w-]+="[^"<>]*")*\/?>/g, '')
  return rest === '' ? open : [...open, rest]
}
