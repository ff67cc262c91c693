import { replayTranscript } from './replay-transcript.ts'

/** The others take longer: `npm run test:transcripts`. */
replayTranscript('access.txt')
