#!/usr/bin/env bash
# Pack dist/JourneyEditor.AppDir into an AppImage: packaging/build.py appdir first.
#
#   appimagetool        on the PATH, with the runtime it puts in front (its own, or RUNTIME)
#   SIGN_KEY            a GnuPG key; without it the image is not signed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' journeyeditor/__init__.py)
image="dist/JourneyEditor-$version-$(uname -m).AppImage"
options=(--no-appstream) # checked by the tests already
[[ -n "${RUNTIME:-}" ]] && options+=(--runtime-file "$RUNTIME")
[[ -n "${SIGN_KEY:-}" ]] && options+=(--sign --sign-key "$SIGN_KEY")
# The times of the files are those of the sources; with the same for the image it is the same twice.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)} ARCH=$(uname -m)
appimagetool "${options[@]}" dist/JourneyEditor.AppDir "$image"
echo "$image"
