import { AppError } from '@lockstep/contract'
import { describe, expect, test } from 'vitest'
import { isClash, isLost, isOfOneJob, isRace, postgresError, sqlStateOf } from './postgres-error.ts'

/** As the driver makes them: the server's have a severity, a socket's a code of the system, its own neither. */
const ofServer = (code: string): Error => Object.assign(new Error('from the server'), { code, severity: 'ERROR' })
const ofSocket = (code: string): Error => Object.assign(new Error('from the socket'), { code })
const ofDriver = new Error('Connection terminated unexpectedly')

describe('errors of PostgreSQL', () => {
  test('are told apart by the server’s code, which a socket’s code is not, even one of five letters', () => {
    expect(sqlStateOf(ofServer('23505'))).toBe('23505')
    expect(['EPIPE', 'ECONNRESET'].map((code) => sqlStateOf(ofSocket(code)))).toEqual([null, null])
    expect([ofDriver, 'text', null].map(sqlStateOf)).toEqual([null, null, null])
  })

  test.each([
    ['23505', { clash: true, ofOneJob: true }],
    ['40001', { race: true }],
    ['40P01', { race: true }],
    ['57P01', { lost: true }],
    ['08006', { lost: true }],
    ['22P02', { ofOneJob: true }],
    ['54000', { ofOneJob: true }],
    ['55P03', {}],
    ['53100', {}],
    ['57014', {}],
    ['25006', {}],
  ])('%s is %o', (code, expected) => {
    const error = ofServer(code)
    const got = { clash: isClash(error), race: isRace(error), lost: isLost(error), ofOneJob: isOfOneJob(error) }
    expect(got).toEqual({ clash: false, race: false, lost: false, ofOneJob: false, ...expected })
  })

  test('no answer at all is a lost connection', () => {
    expect([ofDriver, ofSocket('ECONNREFUSED'), ofSocket('EPIPE')].map(isLost)).toEqual([true, true, true])
  })

  test('a row that exists is a conflict, anything else an outage in which nothing was committed', () => {
    expect(postgresError(ofServer('23505'))).toMatchObject({ code: 'STORE_CONFLICT' })
    for (const error of [ofServer('53100'), ofServer('55P03'), ofServer('40001'), ofDriver]) {
      const own = postgresError(error)
      expect(own).toBeInstanceOf(AppError)
      expect(own).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error })
      expect(own.message).toContain('Nothing was committed')
    }
    expect(postgresError(ofServer('53100')).data).toEqual({ sqlState: '53100' })
  })

  test('R4 no answer to COMMIT is an unknown outcome; an error the server answered with is not', () => {
    for (const error of [ofDriver, ofSocket('ECONNRESET'), ofServer('57P01')]) {
      const own = postgresError(error, false)
      expect(own.data).toMatchObject({ isOutcomeUnknown: true })
      expect(own.message).toContain('may have committed')
    }
    expect(postgresError(ofServer('53100'), false).data).toEqual({ sqlState: '53100' })
    expect(postgresError(ofServer('23505'), false)).toMatchObject({ code: 'STORE_CONFLICT' })
  })
})
