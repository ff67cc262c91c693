/**
 * The part of the Reflect metadata proposal that `@peculiar/x509`'s container of dependencies wants to find before it is
 * loaded. Import this first.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>()

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key)
}

function getMetadata(key: unknown, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
    const own = getOwnMetadata(key, at)
    if (own !== undefined) return own
  }
  return undefined
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map()
  metadata.set(target, own.set(key, value))
}

Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata })
