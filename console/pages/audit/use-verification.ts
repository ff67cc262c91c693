import { audit } from 'virtual:contract'
import { useEffect, useRef, useState } from 'react'
import type { verifyTrail } from '../../../src/contract/audit-v1/verification.ts'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import { ask } from '../../api/ask.ts'

type Piece = AnswerOf<typeof verifyTrail>

/** What was verified so far. */
export interface Verified {
  /** Of the whole trail, 0 to 1. */
  readonly share: number
  readonly isWhole: boolean
  readonly blocks: number
  readonly records: number
  readonly unsealed: number
  readonly faults: Piece['faults']
}

const nothing: Verified = { share: 0, isWhole: false, blocks: 0, records: 0, unsealed: 0, faults: [] }

/** Asks for piece after piece of the trail, until its end, or until it is stopped or the page is left. */
export function useVerification() {
  const [verified, setVerified] = useState<Verified>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const run = useRef(0)
  const stop = () => {
    run.current += 1
    setBusy(false)
  }
  useEffect(
    () => () => {
      run.current += 1
    },
    [],
  )
  const start = async () => {
    run.current += 1
    const mine = run.current
    setError(undefined)
    setBusy(true)
    setVerified(nothing)
    let sum = nothing
    let from: number | undefined
    try {
      while (!sum.isWhole) {
        const piece = await ask(audit.verification.verifyTrail, { body: { from_block: from } })
        if (run.current !== mine) return
        sum = added(sum, piece)
        from = piece.next_block ?? undefined
        setVerified(sum)
      }
    } catch (caught) {
      if (run.current === mine) setError(caught)
    } finally {
      if (run.current === mine) setBusy(false)
    }
  }
  return { verified, error, isBusy, start, stop }
}

const added = (sum: Verified, piece: Piece): Verified => ({
  share: piece.end_block ? (piece.verified_through ?? 0) / piece.end_block : 1,
  isWhole: piece.next_block === null,
  blocks: sum.blocks + piece.blocks,
  records: sum.records + piece.records,
  unsealed: piece.unsealed,
  faults: [...sum.faults, ...piece.faults],
})
