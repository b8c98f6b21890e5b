import { describe, expect, it } from 'vitest'
import {
  callToolForm,
  displayModeForm,
  downloadUrlForm,
  externalForm,
  followUpForm,
  heightForm,
  modalForm,
  openInAppForm,
  widgetStateForm,
  type ArgumentForm,
} from './openai-arguments.ts'

type Case = [args: unknown[], value: unknown, isCanonical: boolean]

function holds<T>(form: ArgumentForm<T>, cases: Case[]): void {
  it.each(cases)(`H26 ${form.member}%j`, (args, value, isCanonical) => {
    expect(form.read(args)).toEqual(value)
    if (value !== null) expect(form.isCanonical(args)).toBe(isCanonical)
  })
}

describe('arguments of window.openai in every form', () => {
  holds(callToolForm, [
    [['t', { a: 1 }], { name: 't', arguments: { a: 1 } }, true],
    [['t'], { name: 't', arguments: {} }, true],
    [['t', 4], { name: 't', arguments: {} }, false],
    [[{ name: 't', arguments: { a: 1 } }], { name: 't', arguments: { a: 1 } }, false],
    [[{ name: 't', args: { a: 1 } }], { name: 't', arguments: { a: 1 } }, false],
    [[], null, false],
    [[{ arguments: {} }], null, false],
    [[null], null, false],
  ])
  holds(followUpForm, [
    [[{ prompt: 'hi' }], { prompt: 'hi', scrollToBottom: true }, true],
    [[{ prompt: 'hi', scrollToBottom: false }], { prompt: 'hi', scrollToBottom: false }, true],
    [['hi'], { prompt: 'hi', scrollToBottom: true }, false],
    [[{ message: 'hi' }], { prompt: 'hi', scrollToBottom: true }, false],
    [[{ prompt: '  ' }], null, false],
    [[4], null, false],
  ])
  holds(widgetStateForm, [
    [[{ a: 1 }], { state: { a: 1 } }, true],
    [[null], { state: null }, true],
    [['widget-1', { a: 1 }], { state: { a: 1 } }, false],
    [['x'], null, false],
    [[[1]], null, false],
  ])
  holds(displayModeForm, [
    [[{ mode: 'pip' }], 'pip', true],
    [['fullscreen'], 'fullscreen', false],
    [[{ mode: 'huge' }], null, false],
    [[], null, false],
  ])
  holds(modalForm, [
    [[{ params: { a: 1 } }], { template: null, params: { a: 1 }, title: null }, true],
    [[{ template: 'ui://a/b', title: 'T' }], { template: 'ui://a/b', params: null, title: 'T' }, true],
    [[{ title: 'T', content: 'hello' }], { template: null, params: { content: 'hello' }, title: 'T' }, false],
    [[], { template: null, params: null, title: null }, false],
    [[{ template: 4 }], null, false],
    [['x'], null, false],
  ])
  holds(externalForm, [
    [[{ href: 'https://a.example' }], { href: 'https://a.example' }, true],
    [[{ href: 'https://a.example', redirectUrl: false }], { href: 'https://a.example', redirectUrl: false }, true],
    [['https://a.example', { redirectUrl: false }], { href: 'https://a.example', redirectUrl: false }, false],
    [[{ url: 'https://a.example', redirectUrl: 'https://b.example' }], { href: 'https://a.example', redirectUrl: 'https://b.example' }, false],
    [[{}], null, false],
  ])
  holds(openInAppForm, [
    [[{ href: 'https://a.example' }], { href: 'https://a.example' }, true],
    [['https://a.example'], { href: 'https://a.example' }, false],
    [[{}], null, false],
  ])
  holds(downloadUrlForm, [
    [[{ fileId: 'f1' }], { fileId: 'f1' }, true],
    [['f1'], { fileId: 'f1' }, false],
    [[7], null, false],
  ])
  holds(heightForm, [
    [[120], 120, true],
    [[{ height: 120.5 }], 120.5, false],
    [[{ height: 'x' }], null, false],
    [[-1], null, false],
    [[Number.NaN], null, false],
  ])
})
