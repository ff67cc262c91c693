/** A file as bodies of the API take it, in base64. */
export const contentOf = async (file: File): Promise<string> =>
  new Uint8Array(await file.arrayBuffer()).toBase64()
