'use client';

import './globals.css';

/** The frame itself failed: no catalogue, no components, both languages by hand. */
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="vi" data-theme="system">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-3 p-6">
          <h1 className="text-xl font-semibold">Trang gặp lỗi</h1>
          <p>Dữ liệu đã lưu không bị ảnh hưởng. Hãy tải lại trang; nếu vẫn lỗi, báo ban tổ chức.</p>
          <p lang="en" className="text-ink-2">
            This page failed. Stored data is not affected. Reload the page; if it stays, tell the
            organisers.
          </p>
          {error.digest && <p className="text-sm text-ink-3">{error.digest}</p>}
          <a href="/" className="font-medium text-brand-ink underline underline-offset-4">
            Tải lại – Reload
          </a>
        </main>
      </body>
    </html>
  );
}
