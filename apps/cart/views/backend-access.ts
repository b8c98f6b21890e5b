/** Leave to write by HTTP: a short-lived token, held here in memory and nowhere else. */
export interface BackendAccess {
  /** Null where the server gave none, because it needs none. */
  token: () => string | null
  /** Takes the token that came with a result. */
  offer: (token: string | null) => void
  /** A token other than the refused one, or null when there is none to be had. Rejects when nobody answered. */
  renew: (refused: string | null) => Promise<string | null>
}

/** `askForToken` asks the app itself, by its host; several that find their token refused at once ask once. */
export function createBackendAccess(askForToken: () => Promise<string | null>): BackendAccess {
  let token: string | null = null
  let asking: Promise<string | null> | null = null

  async function ask(): Promise<string | null> {
    try {
      token = await askForToken()
      return token
    } finally {
      asking = null
    }
  }

  return {
    token: () => token,
    offer: (offered) => {
      if (offered !== null) token = offered
    },
    renew: (refused) => {
      if (token !== null && token !== refused) return Promise.resolve(token)
      asking ??= ask()
      return asking
    },
  }
}

/** Calls with the token there is; refused for want of a good one, gets another and calls once more. */
export async function withAccess(access: BackendAccess | undefined, call: (token: string | null) => Promise<Response>): Promise<Response> {
  const token = access?.token() ?? null
  const answer = await call(token)
  if (answer.status !== 401 || access === undefined) return answer
  const renewed = await access.renew(token)
  return renewed === null ? answer : call(renewed)
}
