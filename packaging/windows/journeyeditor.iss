; Inno Setup's recipe for the installer: packaging/build.py dir first, then
;   iscc /DVersion=1.2.3 packaging\windows\journeyeditor.iss
; With a certificate: iscc /DSign "/Ssigntool=signtool sign /fd sha256 /tr URL /td sha256 $f" …
; Unsigned, Windows warns before the first start.

#ifndef Version
  #error Version is not defined: iscc /DVersion=1.2.3
#endif
#define Name "Journey Editor"
#define Root "..\.."
; What Windows files the program under, in the registry and on the taskbar.
#define Id "org.journeyeditor.JourneyEditor"

[Setup]
; Never changes: by this an update finds what it replaces.
AppId={{E6EBEB07-32AB-44F3-8213-66EE3BF3CE60}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=the Journey Editor authors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
; For one person without administrator rights, for all with them: whoever installs is asked.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Qt 6 needs Windows 10 1809.
MinVersion=10.0.17763
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
LicenseFile={#Root}\LICENSE
SetupIconFile={#Root}\build\icons\journeyeditor.ico
UninstallDisplayIcon={app}\{#Name}.exe
OutputDir={#Root}\dist
OutputBaseFilename=JourneyEditor-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
#ifdef Sign
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "da"; MessagesFile: "compiler:Languages\Danish.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "fi"; MessagesFile: "compiler:Languages\Finnish.isl"
Name: "nb"; MessagesFile: "compiler:Languages\Norwegian.isl"
Name: "sv"; MessagesFile: "compiler:Languages\Swedish.isl"

[CustomMessages]
en.Map=Customer journey map
da.Map=Kunderejse
de.Map=Customer-Journey-Karte
fi.Map=Asiakaspolku
nb.Map=Kundereise
sv.Map=Kundresa
en.Terminal=Make the journeyeditor command available in terminals
da.Terminal=Gør kommandoen journeyeditor tilgængelig i terminaler
de.Terminal=Den Befehl journeyeditor in Terminals verfügbar machen
fi.Terminal=Ota journeyeditor-komento käyttöön päätteissä
nb.Terminal=Gjør kommandoen journeyeditor tilgjengelig i terminaler
sv.Terminal=Gör kommandot journeyeditor tillgängligt i terminaler

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "path"; Description: "{cm:Terminal}"; Flags: unchecked

[InstallDelete]
; An update leaves no module of the version before.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\journeyeditor\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Name}.exe"; AppUserModelID: "{#Id}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Name}.exe"; AppUserModelID: "{#Id}"; Tasks: desktopicon

[Registry]
; HKA: the person's own part of the registry, or everybody's, as was chosen above.
; .journey belongs to the program.
Root: HKA; Subkey: "Software\Classes\.journey"; ValueType: string; ValueData: "{#Id}"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.journey"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.journey-map+json"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.journey\OpenWithProgids"; ValueType: string; ValueName: "{#Id}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\{#Id}"; ValueType: string; ValueData: "{cm:Map}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Id}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Name}.exe,0"
Root: HKA; Subkey: "Software\Classes\{#Id}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Name}.exe"" ""%1"""
; .json belongs to others: there it is only one more entry of "Open with".
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "{#Id}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\{#Name}.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#Name}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\{#Name}.exe\SupportedTypes"; ValueType: string; ValueName: ".journey"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\{#Name}.exe\SupportedTypes"; ValueType: string; ValueName: ".json"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\{#Name}.exe\shell\open\command"; ValueType: string; ValueData: """{app}\{#Name}.exe"" ""%1"""
; What Windows itself reads to find a command typed into Run.
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\journeyeditor.exe"; ValueType: string; ValueData: "{app}\journeyeditor.exe"; Flags: uninsdeletekey

[Run]
Filename: "{app}\{#Name}.exe"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent

[Code]
const
  Environment = 'Environment';
  SharedEnvironment = 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment';

function Key: String;
begin
  if IsAdminInstallMode then Result := SharedEnvironment else Result := Environment;
end;

{ Return Path with the program's folder, or without it. }
function Changed(Path: String; Adds: Boolean): String;
var
  Folder: String;
begin
  Folder := ExpandConstant('{app}');
  Path := ';' + Path + ';';
  StringChangeEx(Path, ';' + Folder + ';', ';', True);
  if Adds then Path := Path + Folder;
  while (Length(Path) > 0) and (Path[1] = ';') do Delete(Path, 1, 1);
  while (Length(Path) > 0) and (Path[Length(Path)] = ';') do Delete(Path, Length(Path), 1);
  Result := Path;
end;

procedure ChangePath(Adds: Boolean);
var
  Path: String;
begin
  if not RegQueryStringValue(HKA, Key, 'Path', Path) then Path := '';
  if Changed(Path, Adds) <> Path then
    RegWriteExpandStringValue(HKA, Key, 'Path', Changed(Path, Adds));
end;

procedure CurStepChanged(Step: TSetupStep);
begin
  if Step = ssPostInstall then ChangePath(WizardIsTaskSelected('path'));
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step = usPostUninstall then ChangePath(False);
end;
