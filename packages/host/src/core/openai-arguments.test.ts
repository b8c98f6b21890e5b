import { describe, expect, it } from 'vitest'
import { callToolArguments, displayModeArgument, externalArguments, followUpArguments, heightArgument } from './openai-arguments.ts'

describe('arguments of window.openai in every form', () => {
  it.each<[unknown[], unknown]>([
    [['t', { a: 1 }], { name: 't', arguments: { a: 1 } }],
    [['t'], { name: 't', arguments: {} }],
    [[{ name: 't', arguments: { a: 1 } }], { name: 't', arguments: { a: 1 } }],
    [[{ name: 't', args: { a: 1 } }], { name: 't', arguments: { a: 1 } }],
    [[], null],
    [[{ arguments: {} }], null],
    [[null], null],
  ])('callTool%j', (args, expected) => expect(callToolArguments(args)).toEqual(expected))

  it.each<[unknown[], unknown]>([
    [['hi'], { prompt: 'hi' }],
    [[{ prompt: 'hi', message: 'no' }], { prompt: 'hi' }],
    [[{ message: 'hi' }], { prompt: 'hi' }],
    [[{ prompt: '  ' }], null],
    [[4], null],
  ])('sendFollowUpMessage%j', (args, expected) => expect(followUpArguments(args)).toEqual(expected))

  it.each<[unknown[], unknown]>([
    [['fullscreen'], 'fullscreen'],
    [[{ mode: 'pip' }], 'pip'],
    [[{ mode: 'huge' }], null],
    [[], null],
  ])('requestDisplayMode%j', (args, expected) => expect(displayModeArgument(args)).toEqual(expected))

  it.each<[unknown[], unknown]>([
    [['https://a.example', { redirectUrl: false }], { href: 'https://a.example', redirectUrl: false }],
    [[{ href: 'https://a.example' }], { href: 'https://a.example' }],
    [[{ url: 'https://a.example', redirectUrl: 'https://b.example' }], { href: 'https://a.example', redirectUrl: 'https://b.example' }],
    [[{}], null],
  ])('openExternal%j', (args, expected) => expect(externalArguments(args)).toEqual(expected))

  it.each<[unknown[], unknown]>([
    [[120], 120],
    [[{ height: 120.5 }], 120.5],
    [[{ height: 'x' }], null],
    [[-1], null],
    [[Number.NaN], null],
  ])('notifyIntrinsicHeight%j', (args, expected) => expect(heightArgument(args)).toEqual(expected))
})
