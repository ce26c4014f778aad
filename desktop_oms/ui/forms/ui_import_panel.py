# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'import_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QHeaderView,
    QLabel, QLineEdit, QPushButton, QSizePolicy,
    QSpacerItem, QTableView, QToolButton, QVBoxLayout,
    QWidget)

from desktop_oms.ui.widgets.banner import Banner
from desktop_oms.ui.widgets.keys import KeyButton

class Ui_ImportPanel(object):
    def setupUi(self, ImportPanel):
        if not ImportPanel.objectName():
            ImportPanel.setObjectName(u"ImportPanel")
        ImportPanel.setProperty(u"role", u"overlay")
        self.layout1 = QVBoxLayout(ImportPanel)
        self.layout1.setSpacing(12)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(24, 16, 16, 16)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(ImportPanel)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.titleLabel.setProperty(u"role", u"title")

        self.layout2.addWidget(self.titleLabel)

        self.spacer1 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.closeButton = QToolButton(ImportPanel)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.closeButton)


        self.layout1.addLayout(self.layout2)

        self.hintLabel = QLabel(ImportPanel)
        self.hintLabel.setObjectName(u"hintLabel")
        self.hintLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.hintLabel.setProperty(u"role", u"second")
        self.hintLabel.setWordWrap(True)

        self.layout1.addWidget(self.hintLabel)

        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.pathEdit = QLineEdit(ImportPanel)
        self.pathEdit.setObjectName(u"pathEdit")

        self.layout3.addWidget(self.pathEdit)

        self.browseButton = QPushButton(ImportPanel)
        self.browseButton.setObjectName(u"browseButton")

        self.layout3.addWidget(self.browseButton)

        self.layout3.setStretch(0, 1)

        self.layout1.addLayout(self.layout3)

        self.panelBanner = Banner(ImportPanel)
        self.panelBanner.setObjectName(u"panelBanner")

        self.layout1.addWidget(self.panelBanner)

        self.previewLabel = QLabel(ImportPanel)
        self.previewLabel.setObjectName(u"previewLabel")
        self.previewLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.previewLabel.setText(u"")
        self.previewLabel.setWordWrap(True)

        self.layout1.addWidget(self.previewLabel)

        self.assumptionsLabel = QLabel(ImportPanel)
        self.assumptionsLabel.setObjectName(u"assumptionsLabel")
        self.assumptionsLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.assumptionsLabel.setProperty(u"role", u"third")
        self.assumptionsLabel.setText(u"")
        self.assumptionsLabel.setWordWrap(True)

        self.layout1.addWidget(self.assumptionsLabel)

        self.problemsTable = QTableView(ImportPanel)
        self.problemsTable.setObjectName(u"problemsTable")

        self.layout1.addWidget(self.problemsTable)

        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.progressLabel = QLabel(ImportPanel)
        self.progressLabel.setObjectName(u"progressLabel")
        self.progressLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.progressLabel.setProperty(u"role", u"third")
        self.progressLabel.setText(u"")

        self.layout4.addWidget(self.progressLabel)

        self.spacer2 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer2)

        self.importButton = KeyButton(ImportPanel)
        self.importButton.setObjectName(u"importButton")
        self.importButton.setProperty(u"primary", True)

        self.layout4.addWidget(self.importButton)


        self.layout1.addLayout(self.layout4)


        self.retranslateUi(ImportPanel)

        QMetaObject.connectSlotsByName(ImportPanel)
    # setupUi

    def retranslateUi(self, ImportPanel):
        self.titleLabel.setText(QCoreApplication.translate("ImportPanel", u"import.title", None))
        self.hintLabel.setText(QCoreApplication.translate("ImportPanel", u"import.hint", None))
        self.pathEdit.setPlaceholderText(QCoreApplication.translate("ImportPanel", u"import.path", None))
        self.browseButton.setText(QCoreApplication.translate("ImportPanel", u"import.browse", None))
        pass
    # retranslateUi

