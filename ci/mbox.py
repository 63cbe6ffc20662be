#!/usr/bin/env python3
"""Usage: mbox.py TREE OUT ["Name <address>"]

Write the series as a threaded mbox, for b4 or git send-email: a cover letter, then
the patches of patches/, numbered. With a name, that person is the author and signs
each patch. TREE is where the commits are (branch series, tag base).
"""
import email.utils
import hashlib
import os
import re
import subprocess
import sys

top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRAFT = 'hetmem <hetmem@kernel.invalid>'


def read(name):
    with open(os.path.join(top, name), encoding='utf-8') as f:
        return f.read()


def git(tree, *args):
    return subprocess.run(['git', '-C', tree, *args], check=True, text=True,
                          capture_output=True).stdout


def split(patch):
    """Header lines, and the rest, of a file that git format-patch wrote."""
    head, body = patch.split('\n\n', 1)
    lines = re.sub(r'\n[ \t]+', ' ', head).split('\n')[1:]
    return dict(line.split(': ', 1) for line in lines), body


def sign(body, who):
    """Add a Signed-off-by to the tags that end the message."""
    message, rest = re.split(r'\n---\n', body, maxsplit=1)
    last = message.rstrip().split('\n')[-1]
    gap = '\n' if re.match(r'^[A-Z][A-Za-z-]+: ', last) else '\n\n'
    return f'{message.rstrip()}{gap}Signed-off-by: {who}\n---\n{rest}'


def mail(headers, body):
    # A line that starts with "From " would end the mail.
    body = re.sub(r'^(>*From )', r'>\1', body, flags=re.M)
    head = '\n'.join(f'{k}: {v}' for k, v in headers.items())
    return f'From hetmem Thu Jan  1 00:00:00 1970\n{head}\n\n{body}\n'


def main():
    tree, out = sys.argv[1:3]
    who = sys.argv[3] if len(sys.argv) > 3 and sys.argv[3] else ''
    name, address = email.utils.parseaddr(who or DRAFT)
    if not name or '@' not in address:
        sys.exit(f'hetmem: SIGNOFF="{who}" is not "Name <address>"')
    author = email.utils.formataddr((name, address))

    names = [w[0] for w in map(str.split, read('series').split('\n'))
             if w and not w[0].startswith('#')]
    patches = [split(read(os.path.join('patches', n))) for n in names]
    subject, cover = read('cover-letter.txt').split('\n', 1)
    subject = subject.removeprefix('Subject: ')
    versions = [int(v) for v in re.findall(r'^Changes in v(\d+):', cover, re.M)]
    version = max(versions, default=1)
    tag = '' if version == 1 else f' v{version}'

    total = len(names)
    width = len(str(total))
    digest = hashlib.sha256((read('cover-letter.txt') + author +
                             ''.join(h['Subject'] + b for h, b in patches)).encode()).hexdigest()[:12]
    slug = re.sub(r'[^a-z0-9]+', '-', subject.lower()).strip('-')[:24].strip('-')
    domain = address.split('@')[1]
    # The content is part of the id: b4 drops a mail whose id it has seen before.
    ids = [f'<{slug}-v{version}-{i}-{digest}@{domain}>' for i in range(total + 1)]
    date = max(email.utils.parsedate_to_datetime(h['Date']) for h, _ in patches)

    def headers(i, text):
        h = {'From': author, 'Date': email.utils.format_datetime(date),
             'Subject': f'[PATCH{tag} {i:0{width}}/{total}] {text}', 'Message-ID': ids[i]}
        if i:
            h['In-Reply-To'] = h['References'] = ids[0]
        h['MIME-Version'] = '1.0'
        h['Content-Type'] = 'text/plain; charset=utf-8'
        h['Content-Transfer-Encoding'] = '8bit'
        return h

    shortlog = ''.join('  ' + re.sub(r'^\[PATCH[^]]*\] ', '', h['Subject']) + '\n' for h, _ in patches)
    stat = git(tree, 'diff', '--no-renames', '--stat=72', '--summary', 'base', 'series')
    body = (f'{cover.strip()}\n\n---\n{name} ({total}):\n{shortlog}\n{stat}\n---\n'
            f'base-commit: {read("base-commit").strip()}\n')
    mails = [mail(headers(0, subject), body)]
    for i, (h, b) in enumerate(patches, 1):
        text = re.sub(r'^\[PATCH[^]]*\] ', '', h['Subject'])
        mails.append(mail(headers(i, text), sign(b, author) if who else b))

    with open(out + '.new', 'w', encoding='utf-8') as f:
        f.write('\n'.join(mails))
    os.rename(out + '.new', out)
    print(f'== {out}: {total} patches and a cover letter, ' +
          (f'signed by {author}' if who else 'not signed: SIGNOFF="Name <address>" signs them'))


main()
