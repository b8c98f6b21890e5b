import type { DocumentSpec, SyncChannel } from '@lockstep/sync'

interface Options {
  readonly spec: DocumentSpec
  readonly channel: SyncChannel
}

/** A spec and a channel that stay the same objects and always do what the newest ones do: a document outlives many renders. */
export function createLiveOptions(options: Options): Options & { update: (options: Options) => void } {
  let latest = options
  return {
    spec: {
      ...options.spec,
      get fields() {
        return latest.spec.fields
      },
    },
    channel: {
      send: (mutation, how) => latest.channel.send(mutation, how),
      fetchSnapshot: (documentId, held) => latest.channel.fetchSnapshot(documentId, held),
    },
    update: (next) => {
      latest = next
    },
  }
}
