import { useEffect, useState } from 'react'

/** SHA-256 in hexadecimal pairs; undefined where the browser has no such function, which is off loopback without TLS. */
export function useFingerprint(der: Uint8Array | undefined): string | undefined {
  const [fingerprint, setFingerprint] = useState<string>()
  useEffect(() => {
    if (!der || !globalThis.crypto?.subtle) return
    let isCurrent = true
    void crypto.subtle.digest('SHA-256', new Uint8Array(der)).then((digest) => {
      const pairs = new Uint8Array(digest).toHex().toUpperCase().match(/../g) ?? []
      if (isCurrent) setFingerprint(pairs.join(':'))
    })
    return () => {
      isCurrent = false
    }
  }, [der])
  return fingerprint
}
