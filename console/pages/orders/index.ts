export { ApplyPage } from './apply-page.tsx'
export { BuyPage } from './buy-page.tsx'
