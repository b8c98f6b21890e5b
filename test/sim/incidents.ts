import type { Slot } from './page.ts'
import type { World } from './world.ts'

/** What happens to views, hosts and servers beside single messages. */
export interface Incidents {
  /** One incident, if faults are on and it is time for one. */
  maybe: () => void
  /** What has begun and is not over yet. */
  pending: () => number
}

const DAY_MS = 24 * 60 * 60_000
const SAFE = { remount: 14, copy: 8, killSending: 6, partition: 8, storeDown: 8, clockJump: 8, focus: 10, tearDown: 16, abandon: 0, older: 0 }
/** With counts in code it can be told what became of edits that nobody heard of. */
const CODED = { ...SAFE, abandon: 5, older: 8 }
/** Views on one page, at most. */
const VIEWS_MAX = 4

export function createIncidents(world: World): Incidents {
  const { mode, dice, clock, chaos, page, server, reach, trace } = world
  const weights = mode === 'coded' ? CODED : SAFE
  let pending = 0

  function later(act: () => unknown, afterMs: number): void {
    pending += 1
    clock.setTimeout(() => {
      pending -= 1
      act()
    }, afterMs)
  }

  function reopen(slot: Slot, afterMs: number): void {
    later(() => {
      if (slot.view !== null) return
      if (slot.saved !== null) reach('remount with a queue')
      page.mount(slot, slot.saved)
    }, afterMs)
  }

  function olderCopy(slot: Slot) {
    return slot.copies.length === 0 ? null : (slot.copies[Math.max(0, slot.copies.length - 1 - dice.below(6))] ?? null)
  }

  function onSlot(slot: Slot, incident: 'remount' | 'tearDown' | 'killSending' | 'abandon' | 'older' | 'copy'): void {
    const { view } = slot
    if (view === null) return
    switch (incident) {
      case 'remount':
        page.kill(slot)
        return reopen(slot, dice.between(0, 2_000))
      case 'tearDown':
        page.tearDown(slot)
        return reopen(slot, dice.between(1_100, 8_000))
      case 'killSending':
        world.road.doomed.add(view)
        later(() => {
          if (world.road.doomed.delete(view) || slot.view !== view) return
          page.kill(slot)
          reopen(slot, 100)
        }, 6_000)
        return
      case 'abandon':
        // never opened again: only what was heard of it must stay
        if (dice.chance(0.7)) page.tearDown(slot)
        else page.kill(slot)
        if (page.views().length < 2) page.mount(page.open(), null)
        return
      case 'older': {
        const copy = olderCopy(slot)
        page.kill(slot)
        if (copy !== null) reach('remount from an older copy')
        later(() => slot.view === null && page.mount(slot, copy), dice.between(0, 2_000))
        return
      }
      case 'copy': {
        const saved = dice.chance(0.6) ? slot.saved : olderCopy(slot)
        if (saved === null || page.views().length >= VIEWS_MAX) return
        reach('two mounts of one queue')
        return page.mount(page.open(), saved)
      }
    }
  }

  return {
    maybe: () => {
      if (!chaos.isOn() || !dice.chance(chaos.rate)) return
      const incident = dice.weighted(weights)
      const slots = page.slots.filter(({ view }) => view?.isAlive() === true)
      if (slots.length === 0) return
      const slot = dice.pick(slots)
      trace(() => `-- ${incident} ${slot.name}`)
      switch (incident) {
        case 'partition': {
          const lasts = dice.between(2_000, 180_000)
          if (lasts >= 60_000) reach('partition of a minute and more')
          if (slot.view !== null) slot.view.link.downUntil = clock.now() + lasts
          return
        }
        case 'storeDown':
          server.downUntil = clock.now() + dice.between(200, 20_000)
          return
        case 'clockJump': {
          reach('clock jump')
          const jump = dice.pick([-DAY_MS, DAY_MS]) * (world.clocksJump ? 1 : 0)
          if (dice.chance(0.5) && server.mayJump) server.skewMs += jump
          else if (slot.view !== null) slot.view.skewMs += jump
          return
        }
        case 'focus':
          if (slot.view?.client.getSnapshot().status === 'retrying') slot.view.overtake(() => slot.view?.client.retry())
          return
        default:
          return onSlot(slot, incident)
      }
    },
    pending: () => pending,
  }
}
