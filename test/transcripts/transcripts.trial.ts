import { globSync } from 'node:fs'
import { replayTranscript } from './replay-transcript.ts'

for (const name of globSync('*.txt', { cwd: import.meta.dirname }).sort()) replayTranscript(name)
