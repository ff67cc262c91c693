/** The product's sign. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#1f4f8f" />
    <path d="M21.5 11.5a7 7 0 1 0 0 9" fill="none" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
    <circle cx="22" cy="16" r="2.2" fill="#fff" />
  </svg>
)
