#!/usr/bin/env bash
# Sign, notarise and pack dist/Journey Editor.app: packaging/build.py dir first.
#
#   CODESIGN_IDENTITY   "Developer ID Application: …", in the keychain. Without it the app keeps its
#                       ad hoc signature, is not notarised, and Finder asks before its first start.
#   NOTARY_PROFILE      a profile of `xcrun notarytool store-credentials`; without it the image is
#                       signed only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

app="dist/Journey Editor.app"
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' journeyeditor/__init__.py)
image="dist/JourneyEditor-$version-$(uname -m).dmg"

if [[ -n "${CODESIGN_IDENTITY:-}" ]]; then
    # From the inside out: a bundle's signature covers those of what it contains. PyInstaller has
    # signed each library already; sealing the bundle is what is left, and deep signing would give
    # the program's entitlements to libraries.
    codesign --force --options runtime --timestamp \
        --entitlements packaging/macos/entitlements.plist --sign "$CODESIGN_IDENTITY" "$app"
fi
codesign --verify --deep --strict "$app"

# ditto keeps the links inside Qt's frameworks; cp -r would break their signatures.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
ditto "$app" "$stage/Journey Editor.app"
ln -s /Applications "$stage/Applications"
hdiutil create -quiet -ov -format UDZO -fs HFS+ -volname "Journey Editor" -srcfolder "$stage" "$image"

if [[ -n "${CODESIGN_IDENTITY:-}" ]]; then
    codesign --timestamp --sign "$CODESIGN_IDENTITY" "$image"
fi
if [[ -n "${NOTARY_PROFILE:-}" ]]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    # The ticket travels along, so that the first start works without a network.
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature "$image"
fi
echo "$image"
