import { describe, expect, it } from 'vitest'
import { injectScript } from './inject-script.ts'
import { scriptJson } from './inline-script.ts'

const S = '<script>!</script>'

describe('injectScript', () => {
  it.each<[string, string]>([
    ['<!doctype html><html><head><script>a</script></head></html>', `<!doctype html><html><head>${S}<script>a</script></head></html>`],
    ['<!DOCTYPE html>\n<html lang="en">\n<head data-x>\n<meta>', `<!DOCTYPE html>\n<html lang="en">\n<head data-x>${S}\n<meta>`],
    ['<!-- <head> --><!doctype html><html><!-- x --><head>a', `<!-- <head> --><!doctype html><html><!-- x --><head>${S}a`],
    ['<!doctype html><body>a', `<!doctype html>${S}<body>a`],
    ['<html><body>a', `<html>${S}<body>a`],
    ['<div>fragment</div>', `${S}<div>fragment</div>`],
    ['<header>a</header>', `${S}<header>a</header>`],
    ['\uFEFF<!doctype html><head>', `\uFEFF<!doctype html><head>${S}`],
    ['', S],
  ])('comes before everything that runs in %j', (html, expected) => {
    expect(injectScript(html, '!')).toBe(expected)
  })

  it('takes replacement patterns in the script literally', () => {
    expect(injectScript('<head></head>', "'$&$1'")).toBe("<head><script>'$&$1'</script></head>")
  })
})

describe('scriptJson', () => {
  it('cannot leave its script element', () => {
    const text = scriptJson({ x: '</script><script>alert(1)</script><!-- \u2028' })
    expect(text).not.toMatch(/<|\u2028/)
    expect(JSON.parse(text)).toEqual({ x: '</script><script>alert(1)</script><!-- \u2028' })
  })
})
