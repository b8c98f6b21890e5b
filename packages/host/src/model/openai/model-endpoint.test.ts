import { describe, expect, it } from 'vitest'
import { modelEndpointFrom } from './model-endpoint.ts'

describe('modelEndpointFrom', () => {
  it('is off unless a model is named', () => {
    expect(modelEndpointFrom({})).toBeNull()
    expect(modelEndpointFrom({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://localhost:1/v1', LOCKSTEP_MODEL: ' ' })).toBeNull()
  })

  it('takes the usual names, and its own before them', () => {
    expect(modelEndpointFrom({ OPENAI_MODEL: 'm', OPENAI_API_KEY: 'k' })).toEqual({ url: 'https://api.openai.com/v1', key: 'k', model: 'm' })
    const both = {
      OPENAI_MODEL: 'm',
      LOCKSTEP_MODEL: 'own',
      OPENAI_BASE_URL: 'http://localhost:1/v1/',
      LOCKSTEP_MODEL_KEY: 'mine',
      OPENAI_API_KEY: 'k',
    }
    expect(modelEndpointFrom(both)).toEqual({ url: 'http://localhost:1/v1', key: 'mine', model: 'own' })
  })

  it('never sends the key of one address to another', () => {
    const env = { LOCKSTEP_MODEL: 'm', LOCKSTEP_MODEL_URL: 'http://localhost:11434/v1', OPENAI_API_KEY: 'secret' }
    expect(modelEndpointFrom(env)?.key).toBeNull()
  })

  it.each(['localhost:1', 'file:///v1', 'http://user:hunter2@localhost/v1'])('refuses the address %s and repeats no password', (url) => {
    const read = (): unknown => modelEndpointFrom({ LOCKSTEP_MODEL: 'm', LOCKSTEP_MODEL_URL: url })
    expect(read).toThrow(expect.objectContaining({ code: 'HOST_BAD_MODEL_URL', blame: 'user' }))
    expect(read).not.toThrow('hunter2')
  })
})
