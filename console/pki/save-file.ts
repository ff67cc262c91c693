/** Hands a file to the browser's downloads; the page keeps nothing of it. */
export function saveFile(content: Blob | string, name: string): void {
  const blob =
    typeof content === 'string' ? new Blob([content], { type: 'application/octet-stream' }) : content
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** A name that every file system takes. */
export const fileNameOf = (text: string, ending: string): string =>
  `${text.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 80) || 'file'}.${ending}`
