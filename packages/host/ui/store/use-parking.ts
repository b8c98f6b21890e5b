import { useEffect, useState } from 'preact/hooks'
import type { Parking } from '../../src/page/park-views.ts'
import { shareEqual } from '../../src/page/share-equal.ts'
import { usePage } from './page.ts'

export interface ParkingPlace {
  /** alive: has a frame; leaving: its view is to put its things away; parked: no frame until it is looked at. */
  kind: 'alive' | 'leaving' | 'parked'
  /** Of its next frame. */
  generation: number
}

/** Whether a view has a frame in this page; draws the component again only when that changes. */
export function useParking(instanceId: string): ParkingPlace {
  const { store } = usePage()
  const [place, setPlace] = useState(() => placeOf(store.getState().parking, instanceId))
  useEffect(() => {
    const update = (): void => setPlace((before) => shareEqual(before, placeOf(store.getState().parking, instanceId)))
    update()
    return store.subscribe(update)
  }, [store, instanceId])
  return place
}

function placeOf({ alive, leaving, generation }: Parking, instanceId: string): ParkingPlace {
  const kind = leaving.includes(instanceId) ? 'leaving' : alive.includes(instanceId) ? 'alive' : 'parked'
  return { kind, generation: generation[instanceId] ?? 0 }
}
