/** `2021-05-27 16:46:25.0` in UTC (api-answers A36). */
export const timeText = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}.0`
